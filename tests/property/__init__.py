"""What must hold for any extract, pack and day."""
