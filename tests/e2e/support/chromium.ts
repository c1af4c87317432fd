import { type Browser, chromium } from 'playwright-core';

/** Where Debian puts its Chromium; `NETREACH_CHROMIUM` names another one. */
const PROGRAM = process.env['NETREACH_CHROMIUM'] ?? '/usr/bin/chromium';

/** Without these a fresh browser asks its maker for updates, lists and experiments while a test runs. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-pings',
];

/**
 * Takes the place of the features that Playwright turns off. It is that list without `ThirdPartyStoragePartitioning`:
 * people's browsers give a frame from another site storage of its own, and without the feature it gets none at all.
 */
const FEATURES_OFF = [
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
  // And one of our own: asks the maker of the browser about every form.
  'AutofillServerCommunication',
];

/** Chromium's sandbox refuses root, which is who runs tests in a container. */
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * Starts the system's Chromium with an empty profile. The caller closes it.
 *
 * Example domains that tests use for sites (`leeds.example`, …) all lead to this machine, so that pages of different
 * origins can be opened without a name server: anything else does not resolve at all.
 */
export function startChromium(options: { headless?: boolean } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    headless: options.headless ?? true,
    args: [
      ...QUIET,
      ...AS_ROOT,
      `--disable-features=${FEATURES_OFF.join(',')}`,
      '--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
}
