"""The directory in the words of others: published formats, made only from what may leave."""
