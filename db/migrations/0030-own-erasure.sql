-- An erased person leaves own fields too: what was shown of them is emptied, and nothing else of the line.
grant update (seen) on custom_reveal to lifang_app;
