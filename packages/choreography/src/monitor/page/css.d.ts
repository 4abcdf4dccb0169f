/** A style sheet, which the bundler takes into the page. */
declare module '*.css';
