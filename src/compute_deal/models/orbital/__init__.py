"""Computing in orbit: its cost beside that on Earth, what time does to it, and how what is not known is drawn."""
