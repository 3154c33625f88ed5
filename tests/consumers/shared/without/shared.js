// What the entries of the package share; nothing, without it.
