import { render } from 'preact';
import { followAddress } from './address.ts';
import { followOrders } from './api/order-book.ts';
import { App } from './app.tsx';
import { applyTheme } from './frame/theme.ts';
import './main.css';

const page = document.getElementById('page');
if (page) {
  applyTheme();
  followAddress();
  followOrders(new AbortController().signal);
  render(<App />, page);
}
