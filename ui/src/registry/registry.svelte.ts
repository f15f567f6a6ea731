import type { Component } from 'svelte';
import Home from '../screens/Home.svelte';
import Welcome from '../screens/Welcome.svelte';
import { appearanceState } from '../theme/appearance.svelte';
import type { OverlayView } from '../types/OverlayView';
import type { InboundView } from '../types/InboundView';
import type { Screen } from '../types/Screen';
import type { SystemScreen } from '../types/SystemScreen';

type ScreenComponent = Component<{ screen: Screen }>;
type OverlayComponent = Component<{ overlay: OverlayView }>;
type SystemComponent = Component<{ system: SystemScreen }>;
type DoorComponent = Component<{ door: InboundView }>;

/** The components of screens and of pages over them. Those of the first picture are here, the others follow it. */
export class Registry {
  // Each component takes the variant of its own id; who asks by id gives it that one.
  #screens = $state.raw<Partial<Record<Screen['id'], unknown>>>({ home: Home, welcome: Welcome });
  #asides = $state.raw<Partial<Record<OverlayView['id'], unknown>>>({});
  #system = $state.raw<unknown>();
  #door = $state.raw<DoorComponent>();

  screen(id: Screen['id']): ScreenComponent | undefined {
    return this.#screens[id] as ScreenComponent | undefined;
  }

  overlay(id: OverlayView['id']): OverlayComponent | undefined {
    return this.#asides[id] as OverlayComponent | undefined;
  }

  system(): SystemComponent | undefined {
    return this.#system as SystemComponent | undefined;
  }

  /** The dialog of what came from outside. */
  door(): DoorComponent | undefined {
    return this.#door;
  }

  /** Called once the first picture is there. */
  async fetchOthers(): Promise<void> {
    const [later] = await Promise.all([import('./later'), appearanceState.complete()]);
    this.#screens = {
      ...this.#screens,
      login: later.Login,
      terms: later.Terms,
      'new-password': later.NewPassword,
      preparation: later.Preparation,
      certificates: later.Certificates,
      'no-certificate': later.NoCertificate,
      downloading: later.Downloading,
      'certificate-password': later.CertificatePassword,
      certificate: later.Certificate,
      'hand-over': later.HandOver,
      'settings-steps': later.SettingsSteps,
      installing: later.Installing,
      verify: later.Verify,
      done: later.Done,
      failed: later.Failed,
    };
    this.#asides = {
      trouble: later.Trouble,
      guide: later.Guide,
      settings: later.Settings,
      'help-desk': later.HelpDesk,
      'pc-card': later.PcCard,
      browser: later.Browser,
      scan: later.Scan,
      'facility-card': later.FacilityCard,
      'profile-problem': later.Hurdle,
      practice: later.Practice,
      about: later.About,
    };
    this.#system = later.SimulatedPhone;
    this.#door = later.InboundDialog;
  }
}
