// A soft double tone for a new message, made on the spot: no file, nothing fetched.

let context: AudioContext | null = null;

/** Plays the tone. Browsers allow it after the visitor has pressed something, which turning it on is. */
export function playTone(): void {
  try {
    context ??= new AudioContext();
    void context.resume();
    tone(context, 660, 0);
    tone(context, 880, 0.14);
  } catch {
    // No sound on this device: the message itself is there to be read.
  }
}

function tone(audio: AudioContext, hertz: number, afterSeconds: number): void {
  const at = audio.currentTime + afterSeconds;
  const voice = audio.createOscillator();
  const loudness = audio.createGain();
  voice.frequency.value = hertz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(0.08, at + 0.02);
  loudness.gain.exponentialRampToValueAtTime(0.0005, at + 0.3);
  voice.connect(loudness).connect(audio.destination);
  voice.start(at);
  voice.stop(at + 0.32);
}
