"""The order in which examples come: the same as that of Shapewright's own engines, bit for bit.

Every draw comes from the seed of the run by Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as
1, 2, 3", 2011), so that any number of workers, in any process, draws the same.
"""

import numpy as np

# What a draw is for. The numbers are part of what a seed means.
PURPOSES = {"step": 1, "shuffle": 2, "split": 3, "augmentation": 4, "sample": 5}


def philox4x32(key, counters):
    """Four 32-bit words for each counter.

    key: two words, the low one first. counters: uint32 [blocks, 4]. Gives uint32 [blocks, 4].
    """
    c0, c1, c2, c3 = (np.asarray(counters, np.uint64)[:, word] for word in range(4))
    k0, k1 = np.uint64(key[0]), np.uint64(key[1])
    low = np.uint64(0xFFFFFFFF)
    half = np.uint64(32)
    for _ in range(10):
        product0 = c0 * np.uint64(0xD2511F53)
        product1 = c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (
            (product1 >> half) ^ c1 ^ k0,
            product1 & low,
            (product0 >> half) ^ c3 ^ k1,
            product0 & low,
        )
        k0 = (k0 + np.uint64(0x9E3779B9)) & low
        k1 = (k1 + np.uint64(0xBB67AE85)) & low
    return np.stack([c0, c1, c2, c3], axis=1).astype(np.uint32)


def key_of(seed, purpose):
    """The seed of the run mixed with a purpose: two words."""
    key = (seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF)
    words = philox4x32(key, [[PURPOSES[purpose], 0, 0, 0]])[0]
    return int(words[0]), int(words[1])


def permutation(length, seed, epoch, purpose="shuffle"):
    """The rows 0 … length − 1 as they come in an epoch (from 0): Fisher and Yates's shuffle. int32 [length]."""
    blocks = (length + 2) // 4
    counters = np.zeros((max(blocks, 1), 4), np.uint32)
    counters[:, 0] = np.arange(len(counters))
    counters[:, 2] = epoch
    words = philox4x32(key_of(seed, purpose), counters).ravel().astype(np.float64)
    places = np.arange(length - 1, 0, -1)
    # A draw is cut to its range by multiplication.
    others = np.floor(words[: len(places)] / 2.0**32 * (places + 1)).astype(np.int64)
    rows = list(range(length))
    for place, other in zip(places.tolist(), others.tolist()):
        rows[place], rows[other] = rows[other], rows[place]
    return np.array(rows, np.int32)


def share_of(rows, rank, world):
    """The rows of one worker: equal, consecutive shares of a batch whose length `world` divides."""
    size = len(rows) // world
    return rows[rank * size : (rank + 1) * size]
