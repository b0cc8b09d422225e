"""The same doors for machines: small, in JSON, with the sight of whoever made the token and both locks behind it."""
