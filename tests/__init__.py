"""What the product must do."""
