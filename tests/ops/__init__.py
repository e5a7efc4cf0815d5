"""What watches over Sira."""
