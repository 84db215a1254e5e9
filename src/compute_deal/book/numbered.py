"""Numbers of figures and tables on pages without a chapter's number: with a letter, so that each is there once."""

from sphinx.application import Sphinx

from compute_deal.book.stored import initial


def set_numbers(app: Sphinx, env) -> list[str]:
    """Count the figures and tables of each such page for themselves; Sphinx counts through all of them."""
    for page, kinds in env.toc_fignumbers.items():
        if page != env.config.root_doc and not env.toc_secnumbers.get(page):
            for numbers in kinds.values():
                in_order = sorted(numbers, key=lambda name: numbers[name])
                numbers.update({name: (initial(page), at) for at, name in enumerate(in_order, 1)})
    return []
