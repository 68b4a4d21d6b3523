"""One file a screen; its address is the file's stem."""
