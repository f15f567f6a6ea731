/* What is not needed for the first picture: one file, fetched right after it. */
export { default as About } from '../asides/About.svelte';
export { default as HelpDesk } from '../asides/HelpDesk.svelte';
export { default as PcCard } from '../asides/PcCard.svelte';
export { default as Practice } from '../asides/Practice.svelte';
export { default as System } from '../system/System.svelte';
export { default as Certificate } from './Certificate.svelte';
export { default as CertificatePassword } from './CertificatePassword.svelte';
export { default as Certificates } from './Certificates.svelte';
export { default as Done } from './Done.svelte';
export { default as Downloading } from './Downloading.svelte';
export { default as Failed } from './Failed.svelte';
export { default as HandOver } from './HandOver.svelte';
export { default as Installing } from './Installing.svelte';
export { default as NoCertificate } from './NoCertificate.svelte';
export { default as Preparation } from './Preparation.svelte';
export { default as SettingsSteps } from './SettingsSteps.svelte';
export { default as Verify } from './Verify.svelte';
