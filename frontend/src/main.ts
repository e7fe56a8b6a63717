/** What a browser adds to the pages: each element improves the working page that it finds inside. */
import './style.css'
import { BeforeAfter } from './elements/before-after'
import { CourseChart } from './elements/course-chart'
import { FollicleExplorer } from './elements/follicle-explorer'
import { GhostCamera } from './elements/ghost-camera'
import { Head3D } from './elements/head-3d'
import { JobProgress } from './elements/job-progress'
import { SessionTimer } from './elements/session-timer'
import { TimeSlider } from './elements/time-slider'
import { TrialEditor } from './elements/trial-editor'
import { made } from './page'

linkStyle()
customElements.define('before-after', BeforeAfter)
customElements.define('course-chart', CourseChart)
customElements.define('follicle-explorer', FollicleExplorer)
customElements.define('ghost-camera', GhostCamera)
customElements.define('head-3d', Head3D)
customElements.define('job-progress', JobProgress)
customElements.define('session-timer', SessionTimer)
customElements.define('time-slider', TimeSlider)
customElements.define('trial-editor', TrialEditor)

/** Adds the bundle's own style to the page, from beside the script, with the hash of the script's address. */
function linkStyle(): void {
  const here = new URL(import.meta.url)
  const link = made('link')
  link.rel = 'stylesheet'
  link.href = new URL(`anagen.css${here.search}`, here).href
  document.head.append(link)
}
