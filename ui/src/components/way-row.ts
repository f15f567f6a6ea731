import type { ViewClient } from '../session/view-client.svelte';
import type { PortalWay } from '../types/PortalWay';
import type { MenuRow } from './menu-rows';

/** A row that goes on by another way to the portal. */
export function takesWay(client: ViewClient, way: PortalWay): MenuRow {
  return {
    icon: way === 'window' ? 'globe' : 'mobile',
    key: `way_${way}`,
    note: `way_${way}_note`,
    testid: `way-${way}`,
    onpress: () => void client.send({ id: 'choose-way', way }),
  };
}
