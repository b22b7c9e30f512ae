export { ASSETS_PATH, assetsDirectory, PAGE_CONTENT_SECURITY_POLICY, pageAssets } from './assets.js';
export { type ConfirmPageData, renderConfirmPage } from './confirm-page.js';
export { type ConnectingPageData, renderConnectingPage } from './connecting-page.js';
export { type FailurePageData, renderFailurePage } from './failure-page.js';
export { ICON_PATH, iconSvg } from './icon.js';
export { type LeavingPageData, renderLeavingPage } from './leaving-page.js';
export { type LinkPageData, type LinkParties, renderLinkConfirmPage, renderLinkPage } from './link-page.js';
export {
  type NoticePageData,
  renderBusyPage,
  renderForgedPage,
  renderLinkDeclinedPage,
  renderLinkEndedPage,
  renderProblemPage,
  renderRefusedPage,
  renderSessionEndedPage,
  renderStartAgainPage,
  renderStartFailedPage,
} from './notice-pages.js';
export { renderSuccessPage, type SuccessPageData } from './success-page.js';
export { renderWizardPage } from './wizard-page.js';
export { renderWrongRegionPage, type WrongRegionPageData } from './wrong-region-page.js';
