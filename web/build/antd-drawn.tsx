/** The styles of every Ant Design part that the console uses, drawn once on the machine that builds it. */
import { createCache, extractStyle, StyleProvider } from '@ant-design/cssinjs'
import {
  Button,
  Checkbox,
  ConfigProvider,
  Drawer,
  Empty,
  Form,
  Input,
  InputNumber,
  Modal,
  Popconfirm,
  Popover,
  Radio,
  Rate,
  Segmented,
  Select,
  Skeleton,
  Space,
  Switch,
  theme as antdTheme,
  Tooltip,
  TreeSelect,
  type GlobalToken,
} from 'antd'
import { parse } from 'postcss'
import { renderToString } from 'react-dom/server'
import { theme } from '../kit/theme.ts'

export interface Drawn {
  readonly css: string
  /** Values of the design tokens, for the parts that read one. */
  readonly token: GlobalToken
  /** Names of the parts, as Ant Design calls their styles. */
  readonly parts: ReadonlySet<string>
}

/** What these pages never write: from right to left, columns of a page, the colours of presets, themes of nested panels. */
const UNUSED =
  /-rtl\b|\.ant-col-\w|\.ant-row-\w|-(magenta|pink|volcano|orange|gold|lime|geekblue|cyan|purple|blue|green|yellow|red)\b|\.css-var-|\.data-ant/

function used(css: string): string {
  const root = parse(css)
  root.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => !UNUSED.test(selector))
    if (kept.length === 0) rule.remove()
    else rule.selectors = kept
  })
  root.walkAtRules((rule) => {
    if (rule.nodes?.length === 0) rule.remove()
  })
  return root.toString()
}

const { _InternalPanelDoNotUseOrYouWillBeFired: ModalPanel } = Modal
const { _InternalPanelDoNotUseOrYouWillBeFired: PopconfirmPanel } = Popconfirm

/** What opens only when it is pressed is drawn by its panel. */
const Parts = () => (
  <>
    <Button>.</Button>
    <Checkbox.Group options={['.']} />
    <Drawer open={false} />
    <Empty />
    <Form>
      <Form.Item label="." help=".">
        <Input />
      </Form.Item>
    </Form>
    <Input.Search />
    <Input.TextArea />
    <Input.Password />
    <Input.OTP />
    <InputNumber />
    <Modal open={false} />
    <ModalPanel type="confirm" title="." />
    <Popconfirm title=".">
      <span />
    </Popconfirm>
    <PopconfirmPanel title="." />
    <Popover content=".">
      <span />
    </Popover>
    <Radio.Group options={['.']} optionType="button" />
    <Rate />
    <Segmented options={['.']} />
    <Select />
    <Skeleton />
    <Space>.</Space>
    <Space.Compact>
      <Space.Addon>.</Space.Addon>
    </Space.Compact>
    <Switch />
    <Tooltip title=".">
      <span />
    </Tooltip>
    <TreeSelect />
  </>
)

export function drawAntd(): Drawn {
  const cache = createCache()
  const found: { token?: GlobalToken } = {}
  const Read = () => {
    found.token = antdTheme.useToken().token
    return null
  }
  renderToString(
    <StyleProvider cache={cache}>
      <ConfigProvider theme={theme}>
        <Read />
        <Parts />
      </ConfigProvider>
    </StyleProvider>,
  )
  if (found.token === undefined) throw new Error('Ant Design was not drawn')
  const parts = new Set(
    [...cache.cache.keys()].flatMap((key) => {
      // Of everybody: what all parts share, and the icons.
      const [kind, , name = 'Shared'] = key.split('%')
      return kind === 'style' && name !== 'Shared' && name !== 'ant-design-icons' ? [name] : []
    }),
  )
  return { css: used(extractStyle(cache, { plain: true })), token: found.token, parts }
}
