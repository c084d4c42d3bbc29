// Searches the documentation of the crate `pipedrive` like its readers, with the search of rustdoc and the index that `cargo doc` has written.
// Each query must find the item among its first results. Usage: node .ci/search.js target/doc
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const SHOWN = 16;

// The item that a query must find, below the crate.
const QUERIES = {
  // Ids of operations in the documentation of the vendor.
  addDeal: 'v2::deals::Deals::create',
  getDeals: 'v2::deals::Deals::list',
  searchPersons: 'v2::persons::Persons::search',
  updateOrganization: 'v2::organizations::Organizations::update',
  deleteProduct: 'v2::products::Products::delete',
  getActivities: 'v2::activities::Activities::list',
  convertDealToLead: 'v2::deals::Deals::convert_to_lead',
  addFile: 'v1::files::Files::upload',
  getCurrentUser: 'v1::users::Users::get_current',
  addWebhook: 'v1::webhooks::Webhooks::create',
  // Methods and paths.
  'POST /api/v2/deals': 'v2::deals::Deals::create',
  'GET /api/v2/deals/{id}': 'v2::deals::Deals::get',
  'PATCH /api/v2/persons/{id}': 'v2::persons::Persons::update',
  'DELETE /api/v2/activities/{id}': 'v2::activities::Activities::delete',
  'GET /api/v2/itemSearch': 'v2::item_search::ItemSearch::search',
  'POST /v1/files': 'v1::files::Files::upload',
  'GET /v1/users/me': 'v1::users::Users::get_current',
  'PUT /v1/notes/{id}': 'v1::notes::Notes::update',
  'GET /v1/recents': 'v1::recents::Recents::list',
  'GET /api/v2/pipelines': 'v2::pipelines::Pipelines::list',
  // Words of other libraries and of HTTP.
  upsert: 'v2::persons::Persons::search',
  pagination: 'Items',
  paginate: 'Paged',
  next_cursor: 'Cursor',
  proxy: 'ClientBuilder::http_client',
  certificate: 'ClientBuilder::http_client',
  mock: 'Transport',
  backoff: 'RetryPolicy',
  throttle: 'ClientBuilder::burst_limit',
  metrics: 'Observer',
  404: 'ErrorKind::NotFound',
  multipart: 'Upload',
  webhook: 'webhooks::Event',
  // Pages of the guide.
  tutorial: 'guide::first_steps',
  migration: 'guide::from_v1_to_v2',
  resuming: 'guide::lists_and_resuming',
  // Settings of the client.
  api_token: 'ClientBuilder::api_token',
  base_url: 'ClientBuilder::base_url',
  http_client: 'ClientBuilder::http_client',
  ClientBuilder: 'ClientBuilder',
  with_response: 'Request::with_response',
};

// Returns the path of the item that a page of the documentation, or an anchor in it, describes.
function itemAt(href) {
  const [page, anchor] = href.replace(/^(\.\.\/)*/, '').split('#');
  const segments = page.split('/').map(name => name.replace(/^[a-z]+\.(.*)\.html$/, '$1')).filter(name => name !== 'index');
  if (anchor) segments.push(anchor.replace(/^.*\./, ''));
  return segments.filter(name => name && name !== 'index.html').join('::');
}

async function open(docs) {
  const file = (directory, start) => {
    const found = fs.readdirSync(path.join(docs, directory)).find(name => name.startsWith(start) && name.endsWith('.js'));
    if (!found) throw new Error(`${docs}/${directory} contains no ${start}*.js; has this version of rustdoc another search?`);
    return path.resolve(docs, directory, found);
  };
  // The search calls functions that are global in a browser.
  globalThis.nonnull = value => {
    if (value === null) throw new Error('unexpected null');
    return value;
  };
  globalThis.nonundef = value => {
    if (value === undefined) throw new Error('unexpected undefined');
    return value;
  };
  const load = name => (0, eval)(fs.readFileSync(path.join(docs, 'search.index', name), 'utf8'));
  const stringdex = require(file('static.files', 'stringdex'));
  const search = require(file('static.files', 'search'));
  const { docSearch, DocSearch } = await search.initSearch(stringdex.Stringdex, stringdex.RoaringBitmap, {
    loadRoot: callbacks => {
      Object.assign(globalThis, callbacks);
      load('root.js');
    },
    loadTreeByHash: hash => load(`${hash}.js`),
    loadDataByNameAndHash: (name, hash) => load(`${name}/${hash}.js`),
  });
  return async query => {
    const results = await docSearch.execQuery(DocSearch.parseQuery(query), 'pipedrive', 'pipedrive');
    const found = [];
    for await (const result of results.others) {
      found.push(itemAt(result.href));
      if (found.length === SHOWN) break;
    }
    return found;
  };
}

async function main([docs]) {
  const search = await open(docs);
  const problems = [];
  for (const [query, item] of Object.entries(QUERIES)) {
    const found = await search(query);
    if (!found.includes(`pipedrive::${item}`)) {
      problems.push(`\`${query}\` does not find \`${item}\`, but ${found.join(', ') || 'nothing'}`);
    }
  }
  for (const problem of problems) console.error(`error: ${problem}`);
  if (problems.length > 0) process.exit(1);
  console.log(`${Object.keys(QUERIES).length} queries find their items`);
}

main(process.argv.slice(2)).catch(error => {
  console.error(`error: ${error.message}`);
  process.exit(1);
});
