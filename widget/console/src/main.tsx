import { render } from 'preact';
import { App } from './app.tsx';
import { startClock } from './clock.ts';
import { startRouter } from './router.ts';
import { loadSession } from './session.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/ui.css';
import './shell/shell.css';

document.documentElement.lang = 'en';
startRouter();
startClock();
void loadSession();

const root = document.getElementById('app') ?? document.body.appendChild(document.createElement('div'));
render(<App />, root);
