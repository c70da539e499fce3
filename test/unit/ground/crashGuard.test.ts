import { describe, expect, test } from 'vitest';
import { CrashGuard } from '../../../client/src/crashGuard';

describe('CrashGuard', () => {
  test('abandons a document that has work under way at two crashes', () => {
    const guard = new CrashGuard();
    guard.sent('a');
    expect(guard.crashed(0)).toEqual({ abandoned: [], restart: true });
    expect(guard.isSuspect('a')).toBe(true);
    guard.sent('a');
    expect(guard.crashed(1)).toEqual({ abandoned: ['a'], restart: true });
    expect(guard.isAbandoned('a')).toBe(true);
  });

  test('blames no document that was answered before', () => {
    const guard = new CrashGuard();
    for (const time of [0, 1]) {
      guard.sent('innocent');
      guard.answered('innocent');
      guard.sent('guilty');
      guard.crashed(time);
    }
    expect(guard.isAbandoned('guilty')).toBe(true);
    expect(guard.isSuspect('innocent')).toBe(false);
  });

  test('tells suspects apart when they are opened one by one after the crash', () => {
    const guard = new CrashGuard();
    guard.sent('guilty');
    guard.sent('neighbour');
    guard.crashed(0);
    guard.sent('neighbour');
    guard.answered('neighbour');
    guard.sent('guilty');
    expect(guard.crashed(1).abandoned).toEqual(['guilty']);
    expect(guard.isAbandoned('neighbour')).toBe(false);
  });

  test('gives up on a server that keeps dying with no document to blame, but only within minutes', () => {
    const quick = new CrashGuard();
    const quickly = [0, 1, 2, 3, 4].map((time) => quick.crashed(time).restart);
    expect(quickly).toEqual([true, true, true, true, false]);
    const slow = new CrashGuard();
    const slowly = [0, 1, 2, 3, 4, 5, 6].map((hour) => slow.crashed(hour * 3_600_000).restart);
    expect(slowly).not.toContain(false);
  });

  test('forgets all on a restart by hand', () => {
    const guard = new CrashGuard();
    for (const time of [0, 1]) {
      guard.sent('a');
      guard.crashed(time);
    }
    guard.clear();
    expect(guard.isAbandoned('a')).toBe(false);
    expect(guard.isSuspect('a')).toBe(false);
  });
});
