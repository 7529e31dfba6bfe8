"""The program without typing commands: double-clicked, or with a folder dropped onto it."""
