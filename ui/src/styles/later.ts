/* What the other screens share besides. */
import './field.css';
import './checks.css';
import './choice.css';
import './tasks.css';
import './keep.css';
