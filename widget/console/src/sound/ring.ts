// The two-tone ring. It is made on the spot, so there is no sound file; one tab of the console at a time owns it.

import { preferences } from '../preferences.ts';

/** What a sound is for: `ring` asks for somebody, `tick` only tells. */
export type Sound = 'ring' | 'tick';

const LOCK = 'netreach-console-sound';
/** How long after a ring the next one follows, in milliseconds: sooner and louder, up to the last. */
export const REPEATS_MS: readonly number[] = [8_000, 7_000, 6_000, 5_000, 4_000];
/** How long to wait for the browser to let the sound start, in milliseconds. */
const UNLOCK_WITHIN_MS = 300;
const LOUDNESS_MIN = 0.12;
const LOUDNESS_MAX = 0.5;

let context: AudioContext | null = null;
let owner = false;
let wanted: AbortController | null = null;

/** The loudness of the ring with this number, from 0; it grows and stops growing. */
export function loudness(ring: number): number {
  const steps = REPEATS_MS.length;
  return LOUDNESS_MIN + ((LOUDNESS_MAX - LOUDNESS_MIN) * Math.min(ring, steps)) / steps;
}

/** The wait before the ring after this one. */
export function pauseAfter(ring: number): number {
  return REPEATS_MS[Math.min(ring, REPEATS_MS.length - 1)] ?? 0;
}

/** Asks for the sound: this tab gets it when no other has it, and keeps it until it closes. */
export function claimSound(): void {
  if (wanted) return;
  const claim = new AbortController();
  wanted = claim;
  const wake = () => {
    if (preferences.value.sound) void unlocked().catch(() => false);
  };
  document.addEventListener('pointerdown', wake, { once: true, signal: claim.signal });
  document.addEventListener('keydown', wake, { once: true, signal: claim.signal });
  if (!('locks' in navigator)) {
    owner = true;
    return;
  }
  navigator.locks
    .request(LOCK, { signal: claim.signal }, () => {
      owner = true;
      return new Promise<void>((release) => claim.signal.addEventListener('abort', () => release()));
    })
    .catch(() => {
      // Given up before it was ours.
    });
}

/** Lets another tab have the sound. */
export function releaseSound(): void {
  wanted?.abort();
  wanted = null;
  owner = false;
}

/** Whether this tab makes the sound. */
export function ownsSound(): boolean {
  return owner;
}

/** Plays a sound, if this tab owns it and the worker wants it. */
export function play(sound: Sound, ring = 0): void {
  if (owner && preferences.value.sound) void sounded(sound, loudness(ring));
}

/** Plays the ring for the sound test, in whichever tab asks. */
export function playTest(): Promise<boolean> {
  return sounded('ring', loudness(2));
}

/** Wakes the sound. Browsers wait for a first key or touch; what could not play by then is dropped, not saved up. */
async function unlocked(): Promise<boolean> {
  context ??= new AudioContext();
  if (context.state !== 'running') {
    const late = new Promise((done) => setTimeout(done, UNLOCK_WITHIN_MS));
    await Promise.race([context.resume(), late]);
  }
  return context.state === 'running';
}

/** Plays it; false where the browser makes no sound. */
async function sounded(sound: Sound, volume: number): Promise<boolean> {
  try {
    if (!(await unlocked())) return false;
    const tones = sound === 'ring' ? [784, 587, 784, 587] : [660];
    const length = sound === 'ring' ? 0.22 : 0.12;
    tones.forEach((pitch, at) => {
      tone(context as AudioContext, pitch, at * length, length, sound === 'ring' ? volume : LOUDNESS_MIN);
    });
    return true;
  } catch {
    return false;
  }
}

function tone(on: AudioContext, pitch: number, after: number, length: number, volume: number): void {
  const from = on.currentTime + after;
  const oscillator = on.createOscillator();
  const gain = on.createGain();
  oscillator.type = 'sine';
  oscillator.frequency.value = pitch;
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(volume, from + 0.02);
  gain.gain.setValueAtTime(volume, from + length - 0.05);
  gain.gain.linearRampToValueAtTime(0, from + length);
  oscillator.connect(gain).connect(on.destination);
  oscillator.start(from);
  oscillator.stop(from + length);
}
