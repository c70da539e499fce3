"""What a person reads of a training on standard output, where no program reads it."""


def words_of(event):
    """An event in words."""
    kind = event["event"]
    if kind == "start":
        resumed = event.get("resumedFrom")
        since = f", from epoch {resumed['epoch']}, batch {resumed['step'] + 1} on" if resumed else ""
        examples = f"{event['examples']['train']:,} examples in batches of {event['batchSize']}"
        return f"{event['model']}: {event['params']:,} parameters, {examples}, epochs: {event['epochs']}{since}"
    if kind == "state":
        return f"{event['state']} …"
    if kind == "batch":
        place = f"epoch {event['epoch']}, batch {event['step']} of {event['steps']}"
        speed = f" ({event['examplesPerSecond']:,.0f} examples/s)" if event["examplesPerSecond"] else ""
        return f"{place}: {logs_text(event['logs'])}{speed}"
    if kind == "epoch":
        return f"epoch {event['epoch']} done in {event['seconds']:.0f} s: {logs_text(event['logs'])}"
    if kind == "evaluate":
        return f"{event['split']}: {logs_text(event['logs'])} ({event['examples']:,} examples)"
    if kind == "end" and "error" in event:
        error = event["error"]
        return f"{event['reason']}: {error['message']}\n{error['cause']}\n{error['nextStep']}"
    return event.get("message") or event.get("reason") or kind


def logs_text(logs):
    """Losses first, whatever the order they come in."""
    names = sorted(logs, key=lambda name: not name.endswith("loss"))
    return ", ".join(f"{name} {logs[name]:.4f}" for name in names)
