"""What more than one chapter starts from, put together from the evidence."""
