"""The screen: a report in, a page's texts, links and tables out; templates only lay them on the page."""
