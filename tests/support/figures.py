"""Whether anything in a figure lies on anything else, or is cut off."""


def boxes_of(figure, texts):
    """Where texts lie on the canvas."""
    renderer = figure.canvas.get_renderer()
    return [
        text.get_window_extent(renderer) for text in texts if text.get_text().strip() and text.get_visible()
    ]


def drawn(figure):
    """The figure, laid out as it would be written."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    FigureCanvasAgg(figure).draw()
    return figure


def all_texts(figure):
    """Titles, labels and notes of a figure, tick labels included."""
    texts = [figure._suptitle] if figure._suptitle else []
    for ax in figure.axes:
        if ax.axison:
            texts += [*ax.texts, ax.title, ax._left_title, ax.xaxis.label, ax.yaxis.label]
            texts += [*ax.get_xticklabels(), *ax.get_yticklabels()]
    return texts


def overlaps(boxes):
    """Pairs of boxes that lie on each other by more than a hair's breadth."""
    return [
        (i, j)
        for i, one in enumerate(boxes)
        for j, other in enumerate(boxes[:i])
        if min(one.x1, other.x1) - max(one.x0, other.x0) > 1.0
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 1.0
    ]


def ticks_in_view(figure):
    """Tick labels outside their axes' limits are not drawn: drop them from sight."""
    for ax in figure.axes:
        for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
            for place, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
                label.set_visible(min(limits) <= place <= max(limits))


def check_layout(figure):
    """Nothing lies on anything else, and nothing is cut off."""
    drawn(figure)
    ticks_in_view(figure)
    boxes = boxes_of(figure, all_texts(figure))
    width, height = figure.get_size_inches() * figure.dpi

    assert not overlaps(boxes)
    assert all(
        box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1 for box in boxes
    )
