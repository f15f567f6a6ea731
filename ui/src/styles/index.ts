/* What the parts of the first picture share. What one component alone looks like stands in it, in the same layers. */
import './layers.css';
import './tokens.css';
import './contrast.css';
import './base.css';
import './text.css';
import './picture.css';
import './drawing.css';
import './bar.css';
import './practice-strip.css';
import './notice.css';
import './details.css';
import './more.css';
import './rows.css';
