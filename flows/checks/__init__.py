"""What can be wrong with a flow, found before anybody is asked."""
