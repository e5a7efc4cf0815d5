"""What the doctor sees."""
