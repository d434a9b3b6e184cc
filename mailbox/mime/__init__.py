"""Mail as bytes: reading, writing and storing it in files. Pure: no Django."""
