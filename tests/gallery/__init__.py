"""Every page and state of the app, by name, on one populated school: to look at, and to test.

`VIEWS` (views.py) is the list; `Gallery` (gallery.py) shows one after another:

    with opened(folder, browser) as gallery:
        for view in VIEWS:
            with gallery.shown(view, viewport=NARROW) as page:
                ...
"""
