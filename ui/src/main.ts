import './styles';
import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './backend';
import { ViewClient } from './session/view-client.svelte';

const client = new ViewClient(await connect());
mount(App, { target: document.body, props: { client } });
await client.start();
