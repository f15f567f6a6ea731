/* The look, in the order of the cascade. */
import './tokens.css';
import './base.css';
import './bar.css';
import './frame.css';
import './fields.css';
import './notices.css';
import './lists.css';
import './steps.css';
import './adaptations.css';
import './contrast.css';
import './drawing.css';
