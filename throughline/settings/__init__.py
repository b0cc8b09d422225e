"""How the product is set up to run: base, local, test, live."""
