"""What a page or report needs, as a few named, counted queries."""
