// Takes nothing out of the URL.
