"""What belongs to one chapter, a folder each."""
