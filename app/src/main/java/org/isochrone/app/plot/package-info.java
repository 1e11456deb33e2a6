/** Pictures of reports: what is drawn, whatever draws it, and how a terminal shows it. */
@NullMarked
package org.isochrone.app.plot;

import org.jspecify.annotations.NullMarked;
