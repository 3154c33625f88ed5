// Marks when the page's script starts. It is imported before all others.
performance.mark("started");
