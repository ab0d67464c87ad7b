"""The way in from the browser: guarded routes, one transaction per POST, forms, pages, errors, headers."""
