import {
  DX_FILE,
  HOKEN_FILE,
  NOT_FOUND,
  attachment,
  isRight,
  logIn,
  loginPage,
  page,
  redirect,
  type Answer,
  type Asked,
  type Portal,
} from './portal-server.ts';

/** Entrance, login and menu as most have them; what comes after is the portal's own. */
const usual =
  (
    list: (asked: Asked, more: Parameters<Portal>[1]) => Answer,
    menu = '<a href="/list">証明書ダウンロード</a>',
  ): Portal =>
  (asked, server) => {
    switch (asked.path) {
      case '/':
        return page('モバイル窓口', '<a href="/login">介護事業所の方はこちら</a>');
      case '/login':
        return asked.method === 'POST' ? logIn(asked, '/menu') : loginPage('/login');
      case '/menu':
        return asked.isIn
          ? page('メニュー', `<h1>メニュー選択</h1>${menu}<a href="/">ログアウト</a>`)
          : redirect('/login');
      default:
        return asked.isIn ? list(asked, server) : NOT_FOUND;
    }
  };

const listPage = (body: string, head = '') => page('証明書ダウンロード', `<h1>証明書ダウンロード</h1>${body}`, head);

/** One servlet for everything: what is wanted stands in hidden fields that `onclick` fills in, with a token used once. */
const servlet: Portal = (asked, server) => {
  const token = String(Math.random());
  const screen = (title: string, body: string) =>
    page(
      title,
      `<form name="F" method="post" action="/KShinsei/main"><input type="hidden" name="ACT"><input type="hidden" name="TK" value="${token}">${body}</form>`,
      '<script>function doSubmit(a){document.F.ACT.value=a;document.F.submit();}</script>',
    );
  if (asked.path === '/')
    return screen('モバイル窓口', `<input type="button" value="介護事業所の方はこちら" onclick="doSubmit('K0001')">`);
  if (asked.path !== '/KShinsei/main') return NOT_FOUND;
  if (server.kept.has(asked.form.get('TK') ?? '')) return page('エラー', '<p>不正な画面遷移です。</p>');
  server.kept.set(asked.form.get('TK') ?? '', '');
  switch (asked.form.get('ACT')) {
    case 'K0001':
      return screen(
        'ログイン',
        `<table><tr><td>ユーザＩＤ</td><td><input name="uid"></td></tr><tr><td>パスワード</td><td><input type="password" name="pw"></td></tr></table>
         <a href="javascript:void(0)" onclick="doSubmit('K0002')">ログイン</a>`,
      );
    case 'K0002':
      if (!isRight(asked.form)) return NOT_FOUND;
      return screen(
        'メニュー選択',
        `<h1>メニュー選択</h1><a href="javascript:doSubmit('K0101')">証明書ダウンロード</a>`,
      );
    case 'K0101':
      return screen(
        '証明書ダウンロード',
        `<h1>証明書ダウンロード</h1><table><tr><td>介護保険証明書<td>令和9年3月31日<td><button type="button" onclick="doSubmit('D2')">ダウンロード</button>
         <tr><td>介護ＤＸ証明書<td>令和9年3月31日<td><button type="button" onclick="doSubmit('D1')">ダウンロード</button></table>`,
      );
    case 'D1':
      return attachment(DX_FILE, 'text/html');
    case 'D2':
      return attachment(HOKEN_FILE, 'text/html');
    default:
      return NOT_FOUND;
  }
};

/** Post-backs to the page itself, by links that are scripts. */
const postBack: Portal = (asked) => {
  if (asked.path !== '/') return NOT_FOUND;
  const view = asked.form.get('__EVENTTARGET') ?? '';
  const body = (title: string, inside: string) =>
    page(
      title,
      `<form id="form1" method="post" action="/"><input type="hidden" name="__EVENTTARGET" id="t"><input type="hidden" name="__VIEWSTATE" value="x${view}">${inside}</form>
       <script>function __doPostBack(t){var f=document.forms[0];f.__EVENTTARGET.value=t;f.submit();}</script>`,
    );
  if (view === '') return body('モバイル窓口', `<a href="javascript:__doPostBack('in')">介護事業所の方はこちら</a>`);
  if (view === 'in')
    return body(
      'ログイン',
      `ユーザーID：<input name="uid"><br>パスワード：<input type="password" name="pw"><br><a href="javascript:__doPostBack('go')">ログイン</a>`,
    );
  if (view === 'go')
    return isRight(asked.form)
      ? body('メニュー', `<a href="javascript:__doPostBack('list')">証明書ダウンロード</a>`)
      : NOT_FOUND;
  if (view === 'list')
    return body(
      '証明書ダウンロード',
      `<h2>証明書ダウンロード</h2><div>介護DX証明書 <a href="javascript:__doPostBack('dl')">ダウンロード</a></div>`,
    );
  return view === 'dl' ? attachment(DX_FILE) : NOT_FOUND;
};

/** Frames: a menu at the left whose links show in the frame at the right. */
const frames = usual((asked) => {
  if (asked.path === '/frames')
    return {
      headers: { 'content-type': 'text/html; charset=UTF-8' },
      body: '<html><head><title>電子請求受付システム</title></head><frameset cols="40%,*"><frame src="/left" name="l"><frame src="/right" name="r"></frameset></html>',
    };
  if (asked.path === '/left') return page('', '<a href="/list" target="r">証明書ダウンロード</a>');
  if (asked.path === '/right') return page('', '<p>ようこそ</p>');
  if (asked.path === '/list')
    return listPage(
      '<table><tr><td>介護DX証明書</td><td><form method="post" action="/file"><button>ダウンロード</button></form></td></tr></table>',
    );
  return asked.path === '/file' && asked.method === 'POST' ? attachment(DX_FILE) : NOT_FOUND;
}, '<a href="/frames">メニュー</a>');

/** The list opens in a window of its own. */
const popUp = usual((asked) => {
  if (asked.path === '/list')
    return listPage(
      '<p>介護DX証明書</p><form method="post" action="/file" target="_blank"><input type="submit" value="ダウンロード"></form><a href="javascript:window.close()">閉じる</a>',
    );
  return asked.path === '/file' && asked.method === 'POST' ? attachment(DX_FILE) : NOT_FOUND;
}, `<a href="#" onclick="window.open('/list','sub','width=400,height=500');return false">証明書ダウンロード</a>`);

const IMAGE = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><rect width="200" height="60" fill="teal"/></svg>')}`;

/** Images to press: a button that sends where it was pressed, an image map, labels that are drawn. */
const images: Portal = (asked, server) => {
  if (asked.path === '/')
    return page(
      'モバイル窓口',
      `<img src="${IMAGE}" width="200" height="60" usemap="#m"><map name="m"><area shape="rect" coords="0,0,100,60" href="/help" alt="ヘルプ"><area shape="rect" coords="100,0,200,60" href="/login" alt="介護事業所の方はこちら"></map>`,
    );
  if (asked.path === '/login' && asked.method === 'GET')
    return page(
      'ログイン',
      `<form method="post"><img src="${IMAGE}" alt="お客様番号"><input name="uid"><br><img src="${IMAGE}" alt=""><input name="pw" type="password"><br><input type="image" name="go" src="${IMAGE}" alt="ログイン"></form>`,
    );
  if (asked.path === '/login') return asked.form.has('go.x') ? logIn(asked, '/menu') : NOT_FOUND;
  return usual((again) => {
    if (again.path === '/list')
      return listPage(
        `<form method="post" action="/file">介護DX証明書<br><input type="image" name="dl" src="${IMAGE}" alt="ダウンロード"></form>`,
      );
    return again.path === '/file' && again.form.has('dl.x') && again.form.has('dl.y') ? attachment(DX_FILE) : NOT_FOUND;
  })(asked, server);
};

/** Drawn by a script, with nothing that says that it can be pressed but the cursor; the file is made by the page. */
const drawn = (save: string) =>
  usual((asked) => {
    if (asked.path === '/rows')
      return { headers: { 'content-type': 'application/json' }, body: '["介護保険証明書","介護DX証明書"]' };
    if (asked.path === '/bytes')
      return {
        headers: { 'content-type': 'application/octet-stream' },
        body: asked.query.get('n') === '1' ? DX_FILE : HOKEN_FILE,
      };
    if (asked.path !== '/list') return NOT_FOUND;
    return listPage(
      '<div id="app">読み込み中</div>',
      `<style>.b{cursor:pointer;padding:8px}</style><script>
       const save=${save};
       addEventListener('load',async()=>{await new Promise(r=>setTimeout(r,400));const rows=await (await fetch('/rows')).json();
       const app=document.getElementById('app');app.textContent='';
       rows.forEach((name,n)=>{const row=document.createElement('div'),a=document.createElement('span'),b=document.createElement('div');a.textContent=name;b.textContent='ダウンロード';b.className='b';
       b.addEventListener('click',async()=>save(await (await fetch('/bytes?n='+n)).blob()));row.append(a,b);app.append(row);});});</script>`,
    );
  });

const drawnBlob = drawn(
  `(blob)=>{const a=document.createElement('a');a.href=URL.createObjectURL(blob);a.download='x.pfx';a.click();URL.revokeObjectURL(a.href);}`,
);
const drawnEvent = drawn(
  `(blob)=>{const a=document.createElement('a');a.href=URL.createObjectURL(blob);a.download='x.pfx';a.dispatchEvent(new MouseEvent('click'));}`,
);
const drawnData = drawn(
  `(blob)=>{const r=new FileReader();r.onload=()=>{const a=document.createElement('a');a.href=r.result;a.download='x.pfx';document.body.append(a);a.click();a.remove();};r.readAsDataURL(blob);}`,
);

/** A file behind a GET, asked for in some way of the page's own. */
const byGet = (row: string, script = '') =>
  usual((asked, server) => {
    if (asked.path === '/list')
      return listPage(`<ul><li>介護DX証明書 ${row}</li></ul>`, script && `<script>${script}</script>`);
    if (asked.path !== '/file' || server.kept.has('file')) return NOT_FOUND;
    // Once only.
    server.kept.set('file', '');
    return attachment(DX_FILE);
  });

const hiddenFrame = byGet(
  '<button onclick="get()">ダウンロード</button>',
  `function get(){var f=document.createElement('iframe');f.style.display='none';f.src='/file';document.body.appendChild(f);}`,
);
const byLocation = byGet(`<button onclick="location.href='/file'">ダウンロード</button>`);
const byWindow = byGet(`<button onclick="window.open('/file')">ダウンロード</button>`);
const newTab = byGet('<a href="/file" target="_blank">ダウンロード</a>');
const asked = byGet(
  `<button onclick="if(confirm('ダウンロードしますか？'))location.assign('/file')">ダウンロード</button>`,
);
const later = byGet(`<button onclick="setTimeout(function(){location.href='/file'},1200)">ダウンロード</button>`);

/** A page that says that it prepares the file, and leads to it by itself. */
const preparing = (lead: string) =>
  usual((asked) => {
    if (asked.path === '/list') return listPage('<p>介護DX証明書 <a href="/wait">ダウンロード</a></p>');
    if (asked.path === '/wait') return page('準備中', `<p>ファイルを準備しています。</p>${lead}`);
    return asked.path === '/file' ? attachment(DX_FILE) : NOT_FOUND;
  });
const refresh = preparing('<meta http-equiv="refresh" content="1;url=/file">');
const submitsItself = preparing(
  '<form method="post" action="/file"></form><script>document.forms[0].submit()</script>',
);

/** One more page with a download of its own. */
const twice = usual((asked) => {
  if (asked.path === '/list') return listPage('<p>介護DX証明書 <a href="/more">ダウンロード</a></p>');
  if (asked.path === '/more')
    return page(
      '確認',
      '<p>証明書の準備ができました。</p><form method="post" action="/file"><button>ダウンロード</button></form>',
    );
  return asked.path === '/file' && asked.method === 'POST' ? attachment(DX_FILE) : NOT_FOUND;
});

/** A redirect to the file after a POST. */
const redirected = usual((asked) => {
  if (asked.path === '/list')
    return listPage('<form method="post" action="/make"><p>介護DX証明書</p><button>ダウンロード</button></form>');
  if (asked.path === '/make') return redirect('/file');
  return asked.path === '/file' ? attachment(DX_FILE) : NOT_FOUND;
});

/** One is chosen, one button downloads. */
const chosen = usual((asked) => {
  if (asked.path === '/list')
    return listPage(
      '<form method="post" action="/file"><label><input type="radio" name="n" value="2" checked> 介護保険証明書</label><br><label><input type="radio" name="n" value="1"> 介護DX証明書</label><br><button>ダウンロード</button></form>',
    );
  return asked.path === '/file' ? attachment(asked.form.get('n') === '1' ? DX_FILE : HOKEN_FILE) : NOT_FOUND;
});

/** The old one beside the new one. */
const renewed = usual((asked) => {
  const row = (end: string, n: string) =>
    `<tr><td>介護DX証明書</td><td>${end}</td><td><a href="/file?n=${n}">ダウンロード</a></td></tr>`;
  if (asked.path === '/list')
    return listPage(`<table>${row('令和8年12月31日', '2')}${row('令和11年12月31日', '1')}</table>`);
  return asked.path === '/file' ? attachment(asked.query.get('n') === '1' ? DX_FILE : HOKEN_FILE) : NOT_FOUND;
});

/** What stands between login and menu: notices, terms to be scrolled through, an office, a dialog of the page's. */
const between = usual((asked) => {
  if (asked.path === '/terms')
    return page(
      '利用規約',
      `<h1>利用規約への同意</h1><div style="height:80px;overflow:auto" onscroll="if(this.scrollTop+this.clientHeight>=this.scrollHeight-4)document.getElementById('ok').disabled=false">${'<p>第1条</p>'.repeat(30)}</div>
         <form action="/office"><button id="ok" disabled>同意する</button></form>`,
    );
  if (asked.path === '/office')
    return page(
      '事業所選択',
      '<h1>事業所を選択してください</h1><form action="/home"><label><input type="radio" name="o" value="1"> さくらデイサービス</label><button>次へ</button></form>',
    );
  if (asked.path === '/home')
    return page(
      'メニュー選択',
      `<h1>メニュー選択</h1><a href="/list">証明書ダウンロード</a><dialog id="d"><h2>お知らせ</h2><p>年末年始の休止について</p><button onclick="document.getElementById('d').close()">閉じる</button></dialog><script>document.getElementById('d').showModal()</script>`,
    );
  if (asked.path === '/list') return listPage('<p>介護DX証明書 <a href="/file">ダウンロード</a></p>');
  return asked.path === '/file' ? attachment(DX_FILE) : NOT_FOUND;
}, `<h1>重要なお知らせ</h1><form action="/terms"><label><input type="checkbox" required> 内容を確認しました</label><button>次へ</button></form><style>a,h1:first-child{display:none}</style>`);

/** After the log-in a notice of a maintenance to come, with a box. */
const announced: Portal = (asked, server) => {
  if (asked.path === '/login' && asked.method === 'POST') return logIn(asked, '/notice');
  if (asked.path === '/notice')
    return page(
      'お知らせ',
      '<h2>お知らせ</h2><p>下記の日時でシステムメンテナンスを実施いたします。この時間帯はご利用いただけません。</p><form action="/read" method="post"><input type="checkbox" name="ok" value="1">今後表示しない<input type="submit" value="確認"></form>',
    );
  if (asked.path === '/read') return redirect('/menu');
  return usual((again) => {
    if (again.path === '/list') return listPage('<p>介護DX証明書 <a href="/file">ダウンロード</a></p>');
    return again.path === '/file' ? attachment(DX_FILE) : NOT_FOUND;
  })(asked, server);
};

/** Everything in a component with an inside of its own. */
const component = usual((asked) => {
  if (asked.path === '/list')
    return page(
      '電子請求',
      `<certificate-list></certificate-list><script>customElements.define('certificate-list',class extends HTMLElement{connectedCallback(){
        const root=this.attachShadow({mode:'closed'});const p=document.createElement('p');p.textContent='介護DX証明書 ';const b=document.createElement('button');b.textContent='ダウンロード';b.onclick=()=>{location.href='/file'};p.append(b);root.append(p);}});</script>`,
    );
  return asked.path === '/file' ? attachment(DX_FILE) : NOT_FOUND;
});

/** The login stands in a frame of the entrance. */
const framedLogin: Portal = (asked, server) => {
  if (asked.path === '/')
    return page('電子請求受付システム', '<h1>ようこそ</h1><iframe src="/login" width="380" height="400"></iframe>');
  if (asked.path === '/menu') return page('', `<script>if(top!==self)top.location.href='/home'</script>`);
  if (asked.path === '/home')
    return page('メニュー選択', '<h1>メニュー選択</h1><a href="/list">証明書ダウンロード</a>');
  return usual((again) => {
    if (again.path === '/list') return listPage('<p>介護DX証明書 <a href="/file">ダウンロード</a></p>');
    return again.path === '/file' ? attachment(DX_FILE) : NOT_FOUND;
  })(asked, server);
};

/** Shift_JIS: the button's own Japanese words decide (「ダウンロード」 as bytes of the page's encoding). */
const shiftJis = usual((asked) => {
  if (asked.path === '/list')
    return {
      headers: { 'content-type': 'text/html' },
      body: Buffer.concat([
        Buffer.from(
          '<html><head><meta http-equiv="Content-Type" content="text/html; charset=Shift_JIS"><title>x</title></head><body><form method="post" action="/file"><p>',
        ),
        // 介護DX証明書
        Buffer.from([0x89, 0xee, 0x8c, 0xec, 0x44, 0x58, 0x8f, 0xd8, 0x96, 0xbe, 0x8f, 0x91]),
        Buffer.from('</p><input type="submit" name="b" value="'),
        // ダウンロード
        Buffer.from([0x83, 0x5f, 0x83, 0x45, 0x83, 0x93, 0x83, 0x8d, 0x81, 0x5b, 0x83, 0x68]),
        Buffer.from('"></form></body></html>'),
      ]),
    };
  return asked.path === '/file' && asked.raw === 'b=%83_%83E%83%93%83%8D%81%5B%83h' ? attachment(DX_FILE) : NOT_FOUND;
});

/** A page that breaks into the ring: it hides what it does not know, and its policy allows no styles but its own. */
const strict = usual((asked) => {
  if (asked.path === '/own.css')
    return {
      headers: { 'content-type': 'text/css' },
      body: '*{border:0!important}html>:not(head):not(body){display:none!important}',
    };
  if (asked.path === '/list') {
    const answer = listPage(
      '<p>介護DX証明書 <a href="/file">ダウンロード</a></p>',
      '<link rel="stylesheet" href="/own.css">',
    );
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'content-security-policy': "default-src 'self'; connect-src 'self'; script-src 'self'; style-src 'self'",
      },
    };
  }
  return asked.path === '/file' ? attachment(DX_FILE) : NOT_FOUND;
});

/** Portals that end in the file of 介護DX証明書. */
export const ODD: Record<string, Portal> = {
  servlet,
  'post-back': postBack,
  frames,
  'pop-up': popUp,
  images,
  'drawn, by a link that stands nowhere': drawnBlob,
  'drawn, by an event': drawnEvent,
  'drawn, by a data address': drawnData,
  'hidden frame': hiddenFrame,
  'by location': byLocation,
  'by window.open': byWindow,
  'new tab': newTab,
  'asks before': asked,
  'a moment later': later,
  'meta refresh': refresh,
  'submits itself': submitsItself,
  'one more download': twice,
  redirected,
  chosen,
  renewed,
  between,
  'maintenance to come': announced,
  component,
  'framed login': framedLogin,
  Shift_JIS: shiftJis,
  strict,
};

/** Where the guide stops, and the user goes on alone: the last page, and what is not there to be pressed. */
export const STOPS: Record<string, { portal: Portal; last: string }> = {
  'a code by mail': {
    portal: usual(
      () => NOT_FOUND,
      '<h1>確認コードの入力</h1><p>登録のメールアドレスに確認コードを送信しました。</p><form><label>確認コード <input name="c"></label><button>次へ</button></form><style>a{display:none}</style>',
    ),
    last: 'code',
  },
  'an unknown question': {
    portal: usual(
      () => NOT_FOUND,
      '<h1>追加認証</h1><p>3回間違えるとロックされました旨を表示します。</p><form><label>秘密の質問の答え <input name="c"></label><button>次へ</button></form><style>a,h1:first-child{display:none}</style>',
    ),
    last: 'unknown',
  },
  'letters of a picture': {
    portal: (request) =>
      request.method === 'GET'
        ? page(
            'ログイン',
            '<h1>ログイン</h1><form method="post" action="/login"><label>ユーザーID <input name="u"></label><label>パスワード <input name="p" type="password"></label><label>画像の文字 <input name="c"></label><button>ログイン</button></form>',
          )
        : NOT_FOUND,
    last: 'login',
  },
  'a wrong password': {
    portal: (request) =>
      request.path === '/'
        ? request.method === 'POST'
          ? loginPage('/', '<p>ユーザーIDまたはパスワードが正しくありません。</p>')
          : loginPage('/')
        : NOT_FOUND,
    last: 'login',
  },
  'an empty list': {
    portal: usual(() => listPage('<p>ダウンロードできる証明書はありません。</p>')),
    last: 'certificates',
  },
  'only another certificate': {
    portal: usual(() => listPage('<p>代理人証明書 <a href="/file">ダウンロード</a></p>')),
    last: 'certificates',
  },
  maintenance: {
    portal: () => page('お知らせ', '<h1>システムメンテナンス</h1><p>ただいまメンテナンスを実施しております。</p>'),
    last: 'maintenance',
  },
};
