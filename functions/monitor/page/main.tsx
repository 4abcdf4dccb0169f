import { render } from 'preact';
import './main.css';

const page = document.getElementById('page');
if (page) render(<h1>Orders</h1>, page);
