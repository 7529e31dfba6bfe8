"""Two files of one kind held against each other by what they say, each difference with its place.

Every module has `differences(made, found)`: `made` is what the set comes to now, `found` the file as it lies there.
"""
