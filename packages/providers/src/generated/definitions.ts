// Made from the files of ../definitions by "npm run fix". Do not edit.

import type { Provider } from '../provider.js';
import { absorbLms } from '../definitions/absorb-lms.js';
import { adp } from '../definitions/adp.js';
import { airtable } from '../definitions/airtable.js';
import { amazonAds } from '../definitions/amazon-ads.js';
import { amazonSellingPartner } from '../definitions/amazon-selling-partner.js';
import { appleBusinessManager } from '../definitions/apple-business-manager.js';
import { asana } from '../definitions/asana.js';
import { attioMcp } from '../definitions/attio-mcp.js';
import { auth0 } from '../definitions/auth0.js';
import { autodesk } from '../definitions/autodesk.js';
import { aweber } from '../definitions/aweber.js';
import { bamboohr } from '../definitions/bamboohr.js';
import { basecamp } from '../definitions/basecamp.js';
import { bitbucket } from '../definitions/bitbucket.js';
import { box } from '../definitions/box.js';
import { braintree } from '../definitions/braintree.js';
import { brex } from '../definitions/brex.js';
import { bullhorn } from '../definitions/bullhorn.js';
import { calendly } from '../definitions/calendly.js';
import { clickup } from '../definitions/clickup.js';
import { clio } from '../definitions/clio.js';
import { close } from '../definitions/close.js';
import { clover } from '../definitions/clover.js';
import { constantContact } from '../definitions/constant-contact.js';
import { copper } from '../definitions/copper.js';
import { coros } from '../definitions/coros.js';
import { databricks } from '../definitions/databricks.js';
import { deel } from '../definitions/deel.js';
import { digitalocean } from '../definitions/digitalocean.js';
import { discord } from '../definitions/discord.js';
import { docusign } from '../definitions/docusign.js';
import { docuware } from '../definitions/docuware.js';
import { dropbox } from '../definitions/dropbox.js';
import { ebay } from '../definitions/ebay.js';
import { egnyte } from '../definitions/egnyte.js';
import { etsy } from '../definitions/etsy.js';
import { eventbrite } from '../definitions/eventbrite.js';
import { exactOnline } from '../definitions/exact-online.js';
import { facebook } from '../definitions/facebook.js';
import { figma } from '../definitions/figma.js';
import { fitbit } from '../definitions/fitbit.js';
import { followupboss } from '../definitions/followupboss.js';
import { freeagent } from '../definitions/freeagent.js';
import { freshbooks } from '../definitions/freshbooks.js';
import { front } from '../definitions/front.js';
import { github } from '../definitions/github.js';
import { gitlab } from '../definitions/gitlab.js';
import { gocardless } from '../definitions/gocardless.js';
import { gong } from '../definitions/gong.js';
import { google } from '../definitions/google.js';
import { gorgias } from '../definitions/gorgias.js';
import { greenhouse } from '../definitions/greenhouse.js';
import { gusto } from '../definitions/gusto.js';
import { harvest } from '../definitions/harvest.js';
import { helpscout } from '../definitions/helpscout.js';
import { heroku } from '../definitions/heroku.js';
import { hubspot } from '../definitions/hubspot.js';
import { instagram } from '../definitions/instagram.js';
import { intercom } from '../definitions/intercom.js';
import { jiraCloud } from '../definitions/jira-cloud.js';
import { jobber } from '../definitions/jobber.js';
import { keap } from '../definitions/keap.js';
import { klaviyo } from '../definitions/klaviyo.js';
import { lever } from '../definitions/lever.js';
import { line } from '../definitions/line.js';
import { linear } from '../definitions/linear.js';
import { linkedin } from '../definitions/linkedin.js';
import { mailchimp } from '../definitions/mailchimp.js';
import { mercadoLibre } from '../definitions/mercado-libre.js';
import { microsoftEntra } from '../definitions/microsoft-entra.js';
import { microsoftTeamsBot } from '../definitions/microsoft-teams-bot.js';
import { miro } from '../definitions/miro.js';
import { mollie } from '../definitions/mollie.js';
import { monday } from '../definitions/monday.js';
import { myob } from '../definitions/myob.js';
import { netlify } from '../definitions/netlify.js';
import { netsuite } from '../definitions/netsuite.js';
import { notion } from '../definitions/notion.js';
import { okta } from '../definitions/okta.js';
import { oura } from '../definitions/oura.js';
import { outreach } from '../definitions/outreach.js';
import { pagerduty } from '../definitions/pagerduty.js';
import { patreon } from '../definitions/patreon.js';
import { paypal } from '../definitions/paypal.js';
import { pinterest } from '../definitions/pinterest.js';
import { pipedrive } from '../definitions/pipedrive.js';
import { podio } from '../definitions/podio.js';
import { ppBoldsign } from '../definitions/pp-boldsign.js';
import { ppNetdocuments } from '../definitions/pp-netdocuments.js';
import { procore } from '../definitions/procore.js';
import { procoreInstalled } from '../definitions/procore-installed.js';
import { pronto } from '../definitions/pronto.js';
import { proto } from '../definitions/proto.js';
import { quickbooks } from '../definitions/quickbooks.js';
import { ramp } from '../definitions/ramp.js';
import { reddit } from '../definitions/reddit.js';
import { ripplingShopApp } from '../definitions/rippling-shop-app.js';
import { sageAccounting } from '../definitions/sage-accounting.js';
import { salesforce } from '../definitions/salesforce.js';
import { salesloft } from '../definitions/salesloft.js';
import { sentry } from '../definitions/sentry.js';
import { servicetitan } from '../definitions/servicetitan.js';
import { shopify } from '../definitions/shopify.js';
import { shoplineOauth } from '../definitions/shopline-oauth.js';
import { slack } from '../definitions/slack.js';
import { smartsheet } from '../definitions/smartsheet.js';
import { snapchat } from '../definitions/snapchat.js';
import { snowflake } from '../definitions/snowflake.js';
import { spotify } from '../definitions/spotify.js';
import { square } from '../definitions/square.js';
import { squarespace } from '../definitions/squarespace.js';
import { strava } from '../definitions/strava.js';
import { stripeApp } from '../definitions/stripe-app.js';
import { stripeConnect } from '../definitions/stripe-connect.js';
import { surveymonkey } from '../definitions/surveymonkey.js';
import { teamwork } from '../definitions/teamwork.js';
import { tiktokAds } from '../definitions/tiktok-ads.js';
import { tiktokPersonal } from '../definitions/tiktok-personal.js';
import { todoist } from '../definitions/todoist.js';
import { twitch } from '../definitions/twitch.js';
import { twitter } from '../definitions/twitter.js';
import { typeform } from '../definitions/typeform.js';
import { vimeo } from '../definitions/vimeo.js';
import { visualstudio } from '../definitions/visualstudio.js';
import { vk } from '../definitions/vk.js';
import { wave } from '../definitions/wave.js';
import { webex } from '../definitions/webex.js';
import { wechat } from '../definitions/wechat.js';
import { weibo } from '../definitions/weibo.js';
import { whoop } from '../definitions/whoop.js';
import { withings } from '../definitions/withings.js';
import { wrike } from '../definitions/wrike.js';
import { xero } from '../definitions/xero.js';
import { yahoo } from '../definitions/yahoo.js';
import { zendesk } from '../definitions/zendesk.js';
import { zoho } from '../definitions/zoho.js';
import { zoom } from '../definitions/zoom.js';
import { zoomCc } from '../definitions/zoom-cc.js';

/** Every definition of the catalogue, by key. */
export const definitions: readonly Provider[] = [
  absorbLms,
  adp,
  airtable,
  amazonAds,
  amazonSellingPartner,
  appleBusinessManager,
  asana,
  attioMcp,
  auth0,
  autodesk,
  aweber,
  bamboohr,
  basecamp,
  bitbucket,
  box,
  braintree,
  brex,
  bullhorn,
  calendly,
  clickup,
  clio,
  close,
  clover,
  constantContact,
  copper,
  coros,
  databricks,
  deel,
  digitalocean,
  discord,
  docusign,
  docuware,
  dropbox,
  ebay,
  egnyte,
  etsy,
  eventbrite,
  exactOnline,
  facebook,
  figma,
  fitbit,
  followupboss,
  freeagent,
  freshbooks,
  front,
  github,
  gitlab,
  gocardless,
  gong,
  google,
  gorgias,
  greenhouse,
  gusto,
  harvest,
  helpscout,
  heroku,
  hubspot,
  instagram,
  intercom,
  jiraCloud,
  jobber,
  keap,
  klaviyo,
  lever,
  line,
  linear,
  linkedin,
  mailchimp,
  mercadoLibre,
  microsoftEntra,
  microsoftTeamsBot,
  miro,
  mollie,
  monday,
  myob,
  netlify,
  netsuite,
  notion,
  okta,
  oura,
  outreach,
  pagerduty,
  patreon,
  paypal,
  pinterest,
  pipedrive,
  podio,
  ppBoldsign,
  ppNetdocuments,
  procore,
  procoreInstalled,
  pronto,
  proto,
  quickbooks,
  ramp,
  reddit,
  ripplingShopApp,
  sageAccounting,
  salesforce,
  salesloft,
  sentry,
  servicetitan,
  shopify,
  shoplineOauth,
  slack,
  smartsheet,
  snapchat,
  snowflake,
  spotify,
  square,
  squarespace,
  strava,
  stripeApp,
  stripeConnect,
  surveymonkey,
  teamwork,
  tiktokAds,
  tiktokPersonal,
  todoist,
  twitch,
  twitter,
  typeform,
  vimeo,
  visualstudio,
  vk,
  wave,
  webex,
  wechat,
  weibo,
  whoop,
  withings,
  wrike,
  xero,
  yahoo,
  zendesk,
  zoho,
  zoom,
  zoomCc,
];
