"""What a training leaves: a log of events and checkpoints, in the formats of Shapewright's own runs.

events.jsonl    a line an event, "<crc32> {json}"; NaN and infinities are strings
checkpoints/    safetensors files and index.json with their sums; the last three and the best are kept
snapshots/      the weights alone after each epoch
"""

import base64
import hashlib
import json
import math
import os
import sys
import time
import zlib

from words import words_of

KEPT = 3
# Seconds between two batches that people are told of.
PATIENCE = 5
# Of base64 in one line of a job's log.
CHUNK = 12_000
CHECKPOINT_MARK = "shapewright-checkpoint "


def to_json(value):
    """JSON in which NaN and infinities are strings."""
    return json.dumps(finite(value), separators=(",", ":"), ensure_ascii=False)


def finite(value):
    if isinstance(value, dict):
        return {name: finite(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def event_line(event):
    text = to_json(event)
    return f"{zlib.crc32(text.encode()):08x} {text}"


def read_events(file):
    """The events of a log; damaged lines are skipped."""
    events = []
    if os.path.exists(file):
        with open(file, encoding="utf-8", errors="replace") as handle:
            for line in handle:
                check, _, text = line.rstrip("\n").partition(" ")
                if f"{zlib.crc32(text.encode()):08x}" == check:
                    events.append(json.loads(text))
    return events


def write_atomically(file, content):
    """At any moment either the old or the new content is there, also after a crash."""
    folder = os.path.dirname(file)
    temporary = os.path.join(folder, f".{os.path.basename(file)}.{os.getpid()}.tmp")
    with open(temporary, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, file)
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


class RunFolder:
    """Keeps a run in a folder and tells of it on standard output.

    send: "none" for people, in words; for programs, in the lines of events.jsonl, "name" (a line names each
    checkpoint) or "content" (lines carry it, for a reader elsewhere).
    """

    def __init__(self, folder, send="none"):
        self.folder = folder
        self.send = send
        self.sequence = 0
        self.attempt = 1
        self.told = -math.inf
        os.makedirs(os.path.join(folder, "checkpoints"), exist_ok=True)
        os.makedirs(os.path.join(folder, "snapshots"), exist_ok=True)
        events = os.path.join(folder, "events.jsonl")
        earlier = read_events(events)
        if earlier:
            self.sequence = max(event["sequence"] for event in earlier)
            self.attempt = 1 + max(event["attempt"] for event in earlier)
        self.log = open(events, "a", encoding="utf-8")

    def emit(self, event):
        """Numbers an event, writes it and tells it."""
        self.sequence += 1
        numbered = {**event, "sequence": self.sequence, "attempt": self.attempt, "time": int(time.time() * 1000)}
        line = event_line(numbered)
        self.log.write(line + "\n")
        self.log.flush()
        if self.send != "none":
            self.say(line)
        elif event["event"] != "batch":
            self.say(words_of(event))
        elif time.monotonic() - self.told >= PATIENCE:
            self.told = time.monotonic()
            self.say(words_of(event))

    def checkpoint(self, step, content, best=False):
        """Keeps a checkpoint: the last three and the best."""
        folder = os.path.join(self.folder, "checkpoints")
        file = f"{'best' if best else 'step'}-{step:09d}.safetensors"
        write_atomically(os.path.join(folder, file), content)
        entry = {"file": file, "sha256": hashlib.sha256(content).hexdigest(), "step": step, "best": best}
        others = [other for other in self.index() if other["file"] != file]
        entries = sorted([*others, entry], key=lambda each: each["step"])
        kept = [each for each in entries if not each["best"]][-KEPT:] + [each for each in entries if each["best"]][-1:]
        write_atomically(os.path.join(folder, "index.json"), json.dumps(kept, indent=1).encode() + b"\n")
        names = {each["file"] for each in kept}
        for name in os.listdir(folder):
            if name.endswith(".safetensors") and name not in names:
                os.remove(os.path.join(folder, name))
        self.tell_file(f"checkpoints/{file}", content)

    def snapshot(self, epoch, content):
        """Keeps the weights of an epoch (from 1; 0 is before training)."""
        name = f"snapshots/epoch-{epoch:06d}.safetensors"
        write_atomically(os.path.join(self.folder, name), content)
        self.tell_file(name, content)

    def last_checkpoint(self):
        """The content of the newest checkpoint that is whole, or None."""
        entries = [entry for entry in self.index() if not entry["best"]]
        for entry in sorted(entries, key=lambda each: -each["step"]):
            with open(os.path.join(self.folder, "checkpoints", entry["file"]), "rb") as handle:
                content = handle.read()
            if hashlib.sha256(content).hexdigest() == entry["sha256"]:
                return content
        return None

    def index(self):
        try:
            with open(os.path.join(self.folder, "checkpoints", "index.json"), encoding="utf-8") as handle:
                return json.load(handle)
        except (FileNotFoundError, json.JSONDecodeError):
            return []

    def tell_file(self, name, content):
        """A line that names a file; with "content" as many lines as its bytes take."""
        if self.send == "none":
            return
        head = {"file": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        if self.send == "name":
            self.say(CHECKPOINT_MARK + json.dumps(head))
            return
        text = base64.b64encode(content).decode()
        chunks = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
        for number, chunk in enumerate(chunks):
            self.say(CHECKPOINT_MARK + json.dumps({**head, "chunk": number, "chunks": len(chunks), "data": chunk}))

    def say(self, line):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
