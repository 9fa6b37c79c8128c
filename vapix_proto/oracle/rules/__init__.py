"""What a device may respond and how its state then changes, one module for each CGI."""
