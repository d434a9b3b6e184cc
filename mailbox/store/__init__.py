"""The bytes of messages and files: immutable, compressed, named by their digest."""
