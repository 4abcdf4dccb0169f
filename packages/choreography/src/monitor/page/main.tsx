import { render } from 'preact';
import { followAddress } from './address.ts';
import { followInstances } from './api/instance-book.ts';
import { App } from './app.tsx';
import { applyTheme } from './frame/theme.ts';
import './main.css';

const page = document.getElementById('page');
if (page) {
  applyTheme();
  followAddress();
  followInstances(new AbortController().signal);
  render(<App />, page);
}
