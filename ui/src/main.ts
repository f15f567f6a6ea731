import './look/look';
import { mount } from 'svelte';
import App from './App.svelte';
import { connect } from './lib/backend';
import { Conversation } from './lib/conversation.svelte';

const conversation = new Conversation(await connect());
mount(App, { target: document.body, props: { conversation } });
await conversation.start();
