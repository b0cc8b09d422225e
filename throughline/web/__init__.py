"""Pages: urls, views, forms, presenters, templates."""
