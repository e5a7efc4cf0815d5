"""The organisations' room: one page without an account, under a link that ends. It knows no other room."""
